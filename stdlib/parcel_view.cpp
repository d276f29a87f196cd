// Memory that a memoryview shows to other interpreters. The view stays counted, and its object
// exported, until nobody looks at it any more: who was the last says so in a book of the
// interpreter that it belongs to, which gives it up when it comes by. An interpreter that ends
// before leaves the memory as it is.
#include <mutex>
#include <unordered_map>

#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/interpreter.h"
#include "runtime/interpreter_family.h"
#include "runtime/memoryview.h"
#include "runtime/sharing.h"
#include "stdlib/parcel.h"

namespace gilt {
namespace {

struct Book {
  std::mutex mutex;
  bool closed = false;
  std::vector<Value> returned;  // counted
};

struct Books {
  std::mutex mutex;
  std::unordered_map<const Interpreter*, std::shared_ptr<Book>> open;
};
Books& books() {
  static auto* books = new Books;
  return *books;
}

std::shared_ptr<Book> book_of(const Interpreter* interpreter, bool make) {
  Books& all = books();
  std::lock_guard guard(all.mutex);
  auto found = all.open.find(interpreter);
  if (found != all.open.end()) return found->second;
  return make ? all.open[interpreter] = std::make_shared<Book>() : nullptr;
}

std::vector<Value> take_returned(Book& book, bool close) {
  std::lock_guard guard(book.mutex);
  book.closed = book.closed || close;
  return std::exchange(book.returned, {});
}

// Its object is free to change its size at once, whoever else still refers to the view.
void give_up(Thread& t, Value view) {
  memoryview_release(t, view.as<MemoryViewObject>());
  release(view);
}

void close_book(Thread& last) {
  std::shared_ptr<Book> book = book_of(last.interpreter, false);
  if (book == nullptr) return;
  for (Value v : take_returned(*book, true)) give_up(last, v);
  Books& all = books();
  std::lock_guard guard(all.mutex);
  all.open.erase(last.interpreter);
}

}  // namespace

struct SharedView {
  std::shared_ptr<Book> book;
  Value view;  // counted
  std::byte* start;
  int64_t length, item_size;
  char format;
  bool read_only;

  ~SharedView() {
    std::lock_guard guard(book->mutex);
    if (!book->closed) book->returned.push_back(view);
  }
};

namespace {

struct WindowObject : Object {
  std::shared_ptr<SharedView> view;
};

bool window_buffer(Thread& t, Value self, bool writable, std::span<std::byte>& out) {
  const SharedView& view = *self.as<WindowObject>()->view;
  if (writable && view.read_only) return fail(t, buffer_error_type, "Object is not writable.");
  out = {view.start, static_cast<size_t>(view.length * view.item_size)};
  return true;
}

void window_dealloc(Thread& t, Object* self) {
  static_cast<WindowObject*>(self)->view.~shared_ptr();
  heap_free(t, self, sizeof(WindowObject));
}

TypeObject* window_type() {
  static TypeObject* const kType = type_new_native({
      .name = "_interpreters.CrossInterpreterBufferView",
      .instance_size = sizeof(WindowObject),
      .flags = kTypeNoInstantiate,
      .doc = "Memory of another interpreter.",
      .slots = {.dealloc = window_dealloc, .buffer = window_buffer},
  });
  return kType;
}

}  // namespace

std::optional<std::shared_ptr<SharedView>> share_view(Thread& t, Value memoryview) {
  auto* given = memoryview.as<MemoryViewObject>();
  if (given->owner.is_unset()) {
    return fail(t, value_error_type, "operation forbidden on released memoryview object");
  }
  if (!given->contiguous()) {
    return fail(t, not_shareable_type(),
                "memoryview with gaps does not support cross-interpreter data");
  }
  // A view of its own, so that nobody releases it.
  GILT_TRY(RefOf<MemoryViewObject> view, memoryview_new(t, memoryview));
  if constexpr (kFreeThreaded) publish(view.value());
  auto shared = std::make_shared<SharedView>();
  shared->book = book_of(t.interpreter, true);
  shared->start = view->start;
  shared->length = view->length;
  shared->item_size = view->item_size;
  shared->format = view->format;
  shared->read_only = view->read_only;
  shared->view = static_cast<Ref>(std::move(view)).take();
  return shared;
}

Ref open_shared_view(Thread& t, const std::shared_ptr<SharedView>& shared) {
  auto* window = object_new<WindowObject>(t, window_type()->instance_shape->id);
  if (window == nullptr) return Failed{};
  new (&window->view) std::shared_ptr<SharedView>(shared);
  auto owner = RefOf<WindowObject>::adopt(window);
  GILT_TRY(RefOf<MemoryViewObject> view, memoryview_new(t, owner.value()));
  view->length = shared->length;
  view->item_size = view->stride = shared->item_size;
  view->format = shared->format;
  view->read_only = shared->read_only;
  return view;
}

void take_views_back(Thread& t) {
  std::shared_ptr<Book> book = book_of(t.interpreter, false);
  if (book == nullptr) return;
  for (Value v : take_returned(*book, false)) give_up(t, v);
}

void start_shared_views() {
  static std::once_flag once;
  std::call_once(once, [] { on_interpreter_end(close_book); });
}

}  // namespace gilt
