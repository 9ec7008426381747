"""Numbers to numbers: intervals, resampling, ranking, calibration and components, as pure functions."""
