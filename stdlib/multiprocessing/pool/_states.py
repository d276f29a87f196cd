"""The states of a pool, which only ever become later ones, and of its workers."""

RUN = 'RUN'              # takes tasks
CLOSE = 'CLOSE'          # does those that it has
TERMINATE = 'TERMINATE'  # ends at once

# What a worker says of itself: one of these, or the number of the task that it does.
STARTING = 0   # it cannot do anything yet
IDLE = -1      # it waits for a task
LEAVING = -2   # it ends because it has been told to, or has done as many tasks as it should

END = 0        # the number of what is no task: whoever takes it leaves
