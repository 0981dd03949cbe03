"""Every statement, built once; see ``neighborbook.storage.statements`` for what becomes of it."""
