"""From numbers to pages: reads one bundle, never trains."""
