"""Reports beside the pages they came from: page data → templates → one HTML file that needs nothing else."""
