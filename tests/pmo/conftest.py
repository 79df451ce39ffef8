from tests.printing import fonts

__all__ = ["fonts"]
