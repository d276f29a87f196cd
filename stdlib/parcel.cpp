#include "stdlib/parcel.h"

#include "interpreter/import.h"
#include "runtime/bytes.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/exception.h"
#include "runtime/function.h"
#include "runtime/interpreter.h"
#include "runtime/memoryview.h"
#include "runtime/module.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/tuple.h"
#include "stdlib/interpreter_queue.h"

namespace gilt {
namespace {

TypeObject* error_class(const char* name, TypeObject* base) {
  return type_new_native({
      .name = name,
      .base = base,
      .instance_size = base->instance_size - static_cast<uint32_t>(sizeof(InstanceExtra*)),
      .flags =
          kTypeSubclassable | kTypeTracked | kTypeHasDict | kTypeHasWeakrefs | kTypeIsException,
  });
}

Failed refuse(Thread& t, Value v) {
  GILT_TRY(RefOf<StrObject> text, repr(t, v));
  return fail(t, not_shareable_type(), "{} does not support cross-interpreter data", text->view());
}

// The same because of something in [v], which has raised already.
Failed refuse_because(Thread& t, Value v) {
  Ref cause = error_take(t);
  GILT_TRY(RefOf<StrObject> text, repr(t, v));
  return fail_from(t, not_shareable_type(),
                   fmt::format("{} does not support cross-interpreter data", text->view()),
                   std::move(cause));
}

// The file that runs as __main__, so that what is defined there can be found in other interpreters.
std::string main_file_of(Thread& t) {
  Value main = dict_get_name(t.interpreter->modules.peek().as<DictObject>(), names::main_);
  if (!main.is_object() || !is_instance_of(main, &module_type)) return "";
  Value file = dict_get_name(module_dict(main.as<ModuleObject>()), intern("__file__"));
  return is_str(file) ? std::string(file.as<StrObject>()->view()) : "";
}

constexpr const char* kHelper = "concurrent.interpreters._crossing";

std::optional<Parcel> pack_pickle(Thread& t, Value v) {
  Parcel parcel;
  parcel.kind = Parcel::Kind::kPickle;
  Ref octets = import_attribute(t, kHelper, "dumps");
  if (!octets.is_error()) octets = call(t, octets.get(), {v});
  if (octets.is_error()) {
    // Anything may go wrong in a pickle; what the script did to itself is no matter of the object.
    if (!error_matches(t, exception_type) || error_matches(t, memory_error_type))
      return std::nullopt;
    error_clear(t);
    (void)refuse(t, v);
    return std::nullopt;
  }
  parcel.pickle = octets_of(octets.get());
  parcel.main_file = main_file_of(t);
  return parcel;
}

std::optional<Parcel> pack_tuple(Thread& t, Value v, Fallback fallback) {
  if (!check_native_recursion(t)) return std::nullopt;
  Parcel parcel;
  parcel.kind = Parcel::Kind::kTuple;
  auto* tuple = v.as<TupleObject>();
  for (int64_t i = 0; i < tuple->size; i++) {
    std::optional<Parcel> item = pack(t, tuple->at(i), fallback);
    if (!item) {
      if (error_matches(t, not_shareable_type())) (void)refuse_because(t, v);
      return std::nullopt;
    }
    parcel.items.push_back(std::move(*item));
  }
  return parcel;
}

Ref unpack_pickle(Thread& t, const Parcel& parcel) {
  GILT_TRY(RefOf<BytesObject> octets, bytes_new(t, parcel.pickle));
  GILT_TRY(RefOf<StrObject> file, str_new(t, parcel.main_file));
  GILT_TRY(Ref loads, import_attribute(t, kHelper, "loads"));
  Ref result = call(t, loads.get(), {octets.value(), file.value()});
  if (!result.is_error() || !error_matches(t, exception_type)) return result;
  return fail_from_pending(t, not_shareable_type(), "object could not be unpickled");
}

// Its globals are those of __main__.
Ref make_function(Thread& t, const CodeImage& image) {
  GILT_TRY(RefOf<CodeObject> code, code_from_image(t, image));
  GILT_TRY(RefOf<ModuleObject> main, main_module(t));
  GILT_TRY(GlobalTable * table, global_table(t, code->globals, module_dict(main.get())));
  return function_new(t, code.get(), table);
}

}  // namespace

// -- errors --

TypeObject& interpreter_error_type() {
  static TypeObject* const kType =
      error_class("concurrent.interpreters.InterpreterError", &exception_type);
  return *kType;
}

TypeObject& interpreter_not_found_type() {
  static TypeObject* const kType =
      error_class("concurrent.interpreters.InterpreterNotFoundError", &interpreter_error_type());
  return *kType;
}

TypeObject& not_shareable_type() {
  static TypeObject* const kType =
      error_class("concurrent.interpreters.NotShareableError", &type_error_type);
  return *kType;
}

Failed fail_from(Thread& t, const TypeObject& type, std::string_view message, Ref cause) {
  (void)fail(t, type, "{}", message);
  Ref exception = error_take(t);
  if (exception_set_cause(t, exception.as<ExceptionObject>(), cause.get()))
    error_restore(t, std::move(exception));
  return {};
}

Failed fail_from_pending(Thread& t, const TypeObject& type, std::string_view message) {
  return fail_from(t, type, message, error_take(t));
}

// -- functions --

std::shared_ptr<const CodeImage> stateless_code(Thread& t, Value function, const char*& why) {
  why = nullptr;
  auto* f = function.as<FunctionObject>();
  if (!f->defaults.is_unset() && !f->defaults.peek().is_none()) {
    why = "defaults not supported";
  } else if (!f->keyword_defaults.is_unset() && !f->keyword_defaults.peek().is_none()) {
    why = "keyword defaults not supported";
  } else if (f->closure != nullptr) {
    why = "closures not supported";
  } else {
    Ref builtins = f->globals->builtins.load();
    if (builtins.is_unset()) builtins = t.interpreter->builtins_dict.load();
    if (code_reads_global(f->code, f->globals->globals, builtins.as<DictObject>()) != nullptr)
      why = "globals not supported";
  }
  if (why != nullptr) return nullptr;
  std::shared_ptr<const CodeImage> image = image_of_code(f->code);
  if (image == nullptr) why = "constants not supported";
  return image;
}

// -- both ways --

Parcel::~Parcel() {
  while (!items.empty()) {
    Parcel last = std::move(items.back());
    items.pop_back();
    for (Parcel& item : last.items) items.push_back(std::move(item));
    last.items.clear();
  }
}

std::optional<Parcel> pack(Thread& t, Value v, Fallback fallback) {
  if (std::optional<ValueImage> image = image_of_atom(v)) {
    bool plain = image->kind != ValueImage::Kind::kComplex && !same(v, ellipsis_value()) &&
                 !same(v, not_implemented_value());
    if (plain || fallback == Fallback::kPickle) {
      Parcel parcel;
      parcel.atom = std::move(*image);
      return parcel;
    }
  }
  if (has_shape(v, kTupleShape)) return pack_tuple(t, v, fallback);
  if (has_shape(v, kMemoryViewShape)) {
    Parcel parcel;
    parcel.kind = Parcel::Kind::kView;
    GILT_TRY(parcel.view, share_view(t, v));
    return parcel;
  }
  if (is_queue(t, v)) {
    Parcel parcel;
    parcel.kind = Parcel::Kind::kQueue;
    GILT_TRY(parcel.queue, hold_queue(t, v));
    return parcel;
  }
  if (fallback == Fallback::kRefuse) {
    (void)refuse(t, v);
    return std::nullopt;
  }
  if (has_shape(v, kFunctionShape)) {
    Parcel parcel;
    const char* why;
    parcel.kind = Parcel::Kind::kFunction;
    parcel.code = stateless_code(t, v, why);
    if (parcel.code != nullptr) return parcel;
  }
  return pack_pickle(t, v);
}

Ref unpack(Thread& t, const Parcel& parcel) {
  switch (parcel.kind) {
    case Parcel::Kind::kAtom: return atom_from_image(t, parcel.atom);
    case Parcel::Kind::kTuple: {
      GILT_CHECK(check_native_recursion(t));
      std::vector<Ref> items;
      for (const Parcel& item : parcel.items) {
        GILT_TRY(Ref made, unpack(t, item));
        items.push_back(std::move(made));
      }
      GILT_TRY(RefOf<TupleObject> tuple, tuple_new(t, static_cast<int64_t>(items.size())));
      for (size_t i = 0; i < items.size(); i++) tuple->items()[i].init(std::move(items[i]));
      return tuple;
    }
    case Parcel::Kind::kFunction: return make_function(t, *parcel.code);
    case Parcel::Kind::kPickle: return unpack_pickle(t, parcel);
    case Parcel::Kind::kView: return open_shared_view(t, parcel.view);
    case Parcel::Kind::kQueue: return open_queue(t, *parcel.queue);
  }
  return Ref::none();
}

bool is_shareable(Thread& t, Value v) {
  if (has_shape(v, kTupleShape) || has_shape(v, kMemoryViewShape) || is_queue(t, v)) return true;
  if (!v.is_object()) return true;
  ShapeId shape = v.as_object()->shape;
  return shape == kIntShape || shape == kFloatShape || shape == kStrShape || shape == kBytesShape;
}

}  // namespace gilt
