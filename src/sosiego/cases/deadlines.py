"""The deadlines that every rule-book must name, because the procedure asks for them by name.

Which deadline an order has is said by its criterion.
"""

# Who decides an appeal by when; `on_silence: granted` lifts the measure when nobody decides.
APPEAL = "decide-appeal"

# By when an operator says from whom it got a call.
TRACEBACK = "answer-traceback"
