"""Numbers that several parts of asyncio share."""

# After so many failed writes to a closed connection there is a warning.
LOG_THRESHOLD_FOR_CONNLOST_WRITES = 5
# Seconds to wait after accept() has run out of file descriptors.
ACCEPT_RETRY_DELAY = 1
# How many frames debug mode keeps of where something was made.
DEBUG_STACK_DEPTH = 10
# Bytes in a transport's buffer that make it ask its protocol to pause.
FLOW_CONTROL_HIGH_WATER_SSL_READ = 256
FLOW_CONTROL_HIGH_WATER_SSL_WRITE = 512
SSL_HANDSHAKE_TIMEOUT = 60.0
SSL_SHUTDOWN_TIMEOUT = 30.0
SENDFILE_FALLBACK_READBUFFER_SIZE = 1024 * 256
# Seconds that asyncio.run() waits for the threads of the default executor.
THREAD_JOIN_TIMEOUT = 300
