"""What `benchmarks.review` is made of: a full store, a server in its own process, a reviewer."""
