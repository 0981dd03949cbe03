"""The directory of a center: who is registered, tied to whom, in which role, and until when."""
