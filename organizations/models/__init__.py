"""Who: organisations, people, posts, delegations."""

from organizations.models.delegation import Delegation, DelegationStatus, lent_on
from organizations.models.organisation import Kind, Office, Organisation
from organizations.models.person import Person
from organizations.models.post import ADMINISTRATORS, ROLES_IN_AN_OFFICE, ROLES_OF, Post, Principal, Role

__all__ = [
    "ADMINISTRATORS",
    "ROLES_IN_AN_OFFICE",
    "ROLES_OF",
    "Delegation",
    "DelegationStatus",
    "Kind",
    "Office",
    "Organisation",
    "Person",
    "Post",
    "Principal",
    "Role",
    "lent_on",
]
