"""What a run's change was, by written rules: effects, rules, sentence. See docs/verdict.md."""
