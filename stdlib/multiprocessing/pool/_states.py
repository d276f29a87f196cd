"""The states of a pool. They only ever become later ones."""

RUN = 'RUN'              # takes tasks
CLOSE = 'CLOSE'          # does those that it has
TERMINATE = 'TERMINATE'  # ends at once
