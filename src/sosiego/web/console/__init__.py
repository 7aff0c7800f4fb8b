"""The officials' console: wide screen, every look at a number logged, every act in the ledger."""
