#include "runtime/mapping_proxy.h"

#include <fmt/format.h>

#include "runtime/builtin_types.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/heap.h"
#include "runtime/list.h"
#include "runtime/names.h"
#include "runtime/native.h"
#include "runtime/operations.h"
#include "runtime/singletons.h"
#include "runtime/str.h"
#include "runtime/union.h"

namespace gilt {
namespace {

Value mapping_of(Value self) {
  return self.as<MappingProxyObject>()->mapping.peek();
}

void proxy_dealloc(Thread& t, Object* self) {
  gc_untrack(t, self);
  static_cast<MappingProxyObject*>(self)->mapping.clear();
  heap_free(t, self, sizeof(MappingProxyObject));
}
void proxy_traverse(Object* self, Visitor& visitor) {
  visitor.visit(static_cast<MappingProxyObject*>(self)->mapping);
}

Ref proxy_construct(Thread& t, TypeObject*, CallArgs args) {
  static const ParameterSpec* spec = parse_signature("mappingproxy", "(mapping)", false);
  BoundArgs bound(spec);
  GILT_CHECK(bound.bind(t, args));
  TypeObject* type = type_of(bound[0]);
  if (type->slots.get_item == nullptr || type->is(kTypeIsList) || type->is(kTypeIsTuple))
    return fail(t, type_error_type, "mappingproxy() argument must be a mapping, not {}",
                type_name(bound[0]));
  return mapping_proxy_new(t, Ref::copy(bound[0]));
}

Ref proxy_repr(Thread& t, Value self) {
  GILT_TRY(RefOf<StrObject> shown, repr(t, mapping_of(self)));
  return str_new(t, fmt::format("mappingproxy({})", shown->view()));
}
Ref proxy_str(Thread& t, Value self) {
  return to_str(t, mapping_of(self));
}
std::optional<int64_t> proxy_hash(Thread& t, Value self) {
  return hash(t, mapping_of(self));
}
Ref proxy_compare(Thread& t, CompareOp op, Value self, Value other) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return not_implemented();
  return compare(t, op, mapping_of(self), other);
}
Ref proxy_iter(Thread& t, Value self) {
  return get_iter(t, mapping_of(self));
}
std::optional<int64_t> proxy_length(Thread& t, Value self) {
  return length(t, mapping_of(self));
}
Ref proxy_get_item(Thread& t, Value self, Value key) {
  return get_item(t, mapping_of(self), key);
}
std::optional<bool> proxy_contains(Thread& t, Value self, Value key) {
  return contains(t, mapping_of(self), key);
}

Value unwrap_proxy(Value v) {
  return has_shape(v, kMappingProxyShape) ? mapping_of(v) : v;
}
Ref proxy_binary(Thread& t, BinaryOp op, Value a, Value b) {
  if (op != BinaryOp::kOr) return not_implemented();
  return binary_operation(t, op, unwrap_proxy(a), unwrap_proxy(b));
}
Ref proxy_inplace(Thread& t, BinaryOp op, Value, Value) {
  if (op != BinaryOp::kOr) return not_implemented();
  return fail(t, type_error_type, "'|=' is not supported by mappingproxy; use '|' instead");
}

Ref method_get(Thread& t, Args args) {
  return call_method(t, mapping_of(args[0]), intern("get"), {args[1], args[2]});
}
template <StrObject** kName>
Ref forward(Thread& t, Args args) {
  return call_method(t, mapping_of(args[0]), *kName);
}
Ref method_copy(Thread& t, Args args) {
  return call_method(t, mapping_of(args[0]), intern("copy"));
}
Ref method_class_getitem(Thread& t, Args args) {
  return generic_alias_of(t, args[0], args[1]);
}

const NativeDef kMethods[] = {
    {"get", method_get, "(self, key, default=None, /)",
     "Return the value for key if key is in the mapping, else default."},
    {"keys", forward<&names::keys>, "(self, /)", "a set-like object providing a view on D's keys"},
    {"values", forward<&names::values>, "(self, /)", "an object providing a view on D's values"},
    {"items", forward<&names::items>, "(self, /)",
     "a set-like object providing a view on D's items"},
    {"copy", method_copy, "(self, /)", "a shallow copy of D"},
    {"__reversed__", forward<&names::reversed_>, "(self, /)", "reverse iterator"},
    {"__class_getitem__", method_class_getitem, "(cls, object, /)", "See PEP 585",
     NativeKind::kClassMethod},
};

}  // namespace

Ref mapping_proxy_new(Thread& t, Ref mapping) {
  auto* proxy = object_new<MappingProxyObject>(t, kMappingProxyShape);
  if (proxy == nullptr) return Failed{};
  proxy->mapping.init(std::move(mapping));
  gc_track(t, proxy);
  return Ref::adopt(proxy);
}

void init_mapping_proxy_type() {
  type_init_builtin(mapping_proxy_type, kMappingProxyShape,
                    {.name = "mappingproxy",
                     .instance_size = sizeof(MappingProxyObject),
                     .flags = kTypeTracked | kTypeMapping,
                     .binary_ops = 1u << static_cast<int>(BinaryOp::kOr),
                     .inplace_ops = 1u << static_cast<int>(BinaryOp::kOr),
                     .doc = "Read-only proxy of a mapping.",
                     .slots = {.dealloc = proxy_dealloc,
                               .traverse = proxy_traverse,
                               .construct = proxy_construct,
                               .repr = proxy_repr,
                               .str = proxy_str,
                               .hash = proxy_hash,
                               .compare = proxy_compare,
                               .iter = proxy_iter,
                               .length = proxy_length,
                               .get_item = proxy_get_item,
                               .contains = proxy_contains,
                               .binary = proxy_binary,
                               .inplace = proxy_inplace},
                     .methods = kMethods});
}

}  // namespace gilt
