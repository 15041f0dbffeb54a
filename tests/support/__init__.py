"""What tests share: small runs, made-up results, hard tasks, simulated evidence."""
