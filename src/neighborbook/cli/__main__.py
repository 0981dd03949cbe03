"""``python -m neighborbook.cli`` is the same as ``neighborbook``."""

from neighborbook.cli import main

if __name__ == "__main__":
    main()
