"""What is read from and written to a disk."""
