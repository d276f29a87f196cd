// Queues between interpreters, as parcels see them. (The queues themselves: interpreter_queue.cpp.)
#pragma once

#include <memory>
#include <optional>

#include "runtime/ref.h"
#include "runtime/thread.h"

namespace gilt {

struct CrossQueue;

// Keeps a queue alive while its number is on the way.
class QueueHold {
 public:
  explicit QueueHold(std::shared_ptr<CrossQueue> queue);
  ~QueueHold();
  QueueHold(const QueueHold&) = delete;
  QueueHold& operator=(const QueueHold&) = delete;
  int64_t id() const;

 private:
  std::shared_ptr<CrossQueue> queue_;
};

// An instance of concurrent.interpreters.Queue?
bool is_queue(Thread& t, Value v);
// REQUIRES: is_queue(t, v). QueueNotFoundError when the queue is gone.
std::optional<std::shared_ptr<QueueHold>> hold_queue(Thread& t, Value v);
Ref open_queue(Thread& t, const QueueHold& hold);

}  // namespace gilt
