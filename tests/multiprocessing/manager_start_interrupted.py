# A manager whose start is interrupted leaves no server that the end of the program would wait for.
# gilt only
import multiprocessing as mp
from multiprocessing import connection
if __name__ == "__main__":

    def interrupted(self):
        raise KeyboardInterrupt
    connection.Connection.recv = interrupted
    try:
        mp.get_context("fork").Manager()
    except KeyboardInterrupt:
        print("interrupted", mp.active_children())  # expect: interrupted []
