"""The cover wall: the notes of an account as its page on the phone shows them, and their rhythm."""
