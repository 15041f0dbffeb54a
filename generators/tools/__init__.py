"""Tool calls in a small store: one family, asked in bare lines and in sentences with JSON calls."""

from saturate.generators.tools.ladder import Tools, ToolsJson

__all__ = ["Tools", "ToolsJson"]
