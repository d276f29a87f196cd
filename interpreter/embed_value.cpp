// Values in the hands of a host program.
#include "interpreter/embed_impl.h"
#include "runtime/int.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/str.h"

namespace gilt::embed {

namespace {

using detail::empty_error;
using detail::ended_error;
using detail::Enter;
using detail::Handle;
using detail::in_vm;
using detail::State;
using detail::take_error;

// The same for a conversion: [body] returns an optional.
template <class T, class F>
Result<T> convert_in_vm(const std::shared_ptr<Handle>& handle, F&& body) {
  if (handle == nullptr) return empty_error();
  if (handle->state->interpreter == nullptr) return ended_error();
  Enter enter(*handle->state);
  std::optional<T> result = body(enter.thread(), handle->value);
  if (!result) return take_error(*handle->state, enter.thread());
  return std::move(*result);
}

std::optional<std::string> text_of(RefOf<StrObject> text) {
  if (text.is_error()) return std::nullopt;
  return std::string(text->view());
}

}  // namespace

bool Value::is_none() const {
  return handle_ != nullptr && handle_->value.is_none();
}

std::string Value::type_name() const {
  if (handle_ == nullptr) return "";
  return std::string(gilt::type_name(handle_->value));
}

Result<std::string> Value::str() const {
  return convert_in_vm<std::string>(handle_,
                                    [](Thread& t, VmValue v) { return text_of(to_str(t, v)); });
}

Result<std::string> Value::repr() const {
  return convert_in_vm<std::string>(handle_,
                                    [](Thread& t, VmValue v) { return text_of(gilt::repr(t, v)); });
}

Result<bool> Value::to_bool() const {
  return convert_in_vm<bool>(handle_, [](Thread& t, VmValue v) { return truth(t, v); });
}

Result<int64_t> Value::to_int() const {
  return convert_in_vm<int64_t>(handle_, [](Thread& t, VmValue v) { return to_int64(t, v); });
}

Result<double> Value::to_double() const {
  return convert_in_vm<double>(handle_, [](Thread& t, VmValue v) { return gilt::to_double(t, v); });
}

Result<std::string> Value::to_string() const {
  return convert_in_vm<std::string>(
      handle_, [](Thread& t, VmValue v) -> std::optional<std::string> {
        if (!is_str(v)) return fail(t, type_error_type, "expected str, not {}", gilt::type_name(v));
        return std::string(v.as<StrObject>()->view());
      });
}

Result<std::vector<Value>> Value::to_items() const {
  if (handle_ == nullptr) return empty_error();
  State& state = *handle_->state;
  return convert_in_vm<std::vector<Value>>(
      handle_, [&state](Thread& t, VmValue v) -> std::optional<std::vector<Value>> {
        std::vector<Value> items;
        bool ok = for_each(t, v, [&](Ref item) {
          items.push_back(state.wrap(std::move(item)));
          return true;
        });
        if (!ok) return std::nullopt;
        return items;
      });
}

Result<Value> Value::attribute(std::string_view name) const {
  if (handle_ == nullptr) return empty_error();
  return in_vm(handle_->state,
               [&](Thread& t) { return get_attribute(t, handle_->value, intern(name)); });
}

Result<Value> Value::set_attribute(std::string_view name, const Value& value) const {
  if (handle_ == nullptr || value.handle_ == nullptr) return empty_error();
  return in_vm(handle_->state, [&](Thread& t) -> Ref {
    GILT_CHECK(gilt::set_attribute(t, handle_->value, intern(name), value.handle_->value));
    return Ref::none();
  });
}

Result<Value> Value::item(const Value& key) const {
  if (handle_ == nullptr || key.handle_ == nullptr) return empty_error();
  return in_vm(handle_->state,
               [&](Thread& t) { return get_item(t, handle_->value, key.handle_->value); });
}

Result<Value> Value::call(std::span<const Value> arguments) const {
  if (handle_ == nullptr) return empty_error();
  std::vector<VmValue> words;
  for (const Value& argument : arguments) {
    if (argument.handle_ == nullptr) return empty_error();
    words.push_back(argument.handle_->value);
  }
  return in_vm(handle_->state, [&](Thread& t) {
    return gilt::call(t, handle_->value,
                      CallArgs{words.data(), static_cast<uint32_t>(words.size()), nullptr});
  });
}

Interpreter Value::interpreter() const {
  return Interpreter(handle_ == nullptr ? nullptr : handle_->state);
}

}  // namespace gilt::embed
