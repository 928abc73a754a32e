"""What can be proposed across articles, from texts and decisions alone. Pure: no SQL, no spaCy, no Qt."""
