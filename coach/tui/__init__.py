"""The full-screen program. It knows the core, never the adapters."""
