"""What `coach doctor` looks at: the person's files, the machine, and what of both a bug report may say."""
