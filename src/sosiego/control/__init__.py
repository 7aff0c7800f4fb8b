"""What the network does: the control list, the decision on one call or message, and its doors."""
