"""How far a benchmark is from saturation: headroom, forecast, discrimination."""
