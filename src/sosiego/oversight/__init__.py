"""Who answers for it: indicators, scorecards, violations, sanctions and the gate on resources."""
