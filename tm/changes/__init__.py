"""Single units added to a memory and deleted from it between two builds."""
