// JSON values: what children of `gilt compare` write and their parent reads, and --json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gilt::cli {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;  // in the order of writing

  Json() = default;  // null
  Json(bool b) : value_(b) {}
  Json(double number) : value_(number) {}
  Json(int number) : value_(static_cast<double>(number)) {}
  Json(int64_t number) : value_(static_cast<double>(number)) {}
  Json(uint64_t number) : value_(static_cast<double>(number)) {}
  Json(std::string text) : value_(std::move(text)) {}
  Json(std::string_view text) : value_(std::string(text)) {}
  Json(const char* text) : value_(std::string(text)) {}
  Json(Array items) : value_(std::move(items)) {}
  Json(Object members) : value_(std::move(members)) {}

  // Nothing when [text] is no JSON.
  static std::optional<Json> parse(std::string_view text);
  // [indent]: levels that begin lines of their own; deeper ones stay on their line.
  std::string dump(int indent = 0) const;

  bool is_null() const { return value_.index() == 0; }
  // What it holds; a default where it holds something else, so that a reader need not look first.
  bool boolean(bool otherwise = false) const;
  double number(double otherwise = 0) const;
  int64_t integer() const { return static_cast<int64_t>(number()); }
  const std::string& text() const;
  const Array& items() const;
  const Object& members() const;
  // A member; null when there is none.
  const Json& operator[](std::string_view name) const;
  // An item; null when there are fewer.
  const Json& operator[](size_t index) const;

 private:
  void write(std::string& out, int indent, int depth) const;
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value_ = nullptr;
};

}  // namespace gilt::cli
