"""派驻: dispatched units and what they owe and ask (2022 Rules), and the demonstration that spans every app."""
