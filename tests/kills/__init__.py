"""SIGKILL at every step of each deed on a store: no version is lost, and the deed done again completes."""
