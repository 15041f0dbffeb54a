"""What a run's change was, by written rules: evidence, rules, sentence. See docs/verdict.md."""
