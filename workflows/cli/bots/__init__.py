"""`utsushi bot …`: writing, trying and mending scenarios. One file a command."""
