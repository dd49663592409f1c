"""Conditions of the steps, each an assertion with its sentence, its article and who can mend it."""
