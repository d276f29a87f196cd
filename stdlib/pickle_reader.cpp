#include "stdlib/pickle_reader.h"

#include "runtime/bytes.h"
#include "runtime/int.h"
#include "runtime/operations.h"
#include "stdlib/pickle.h"

namespace gilt {
namespace {

constexpr int64_t kLookAhead = 128 * 1024;
// A damaged length may name any number of octets: no more than this is asked for at once.
constexpr uint64_t kPiece = uint64_t{1} << 20;

}  // namespace

Failed PickleReader::truncated() {
  return fail(t_, unpickling_error_type(), "pickle data was truncated");
}

bool PickleReader::receive(Ref octets, std::string_view& view, const char* function) {
  if (octets.is_error()) return false;
  if (!is_bytes(octets.get())) {
    GILT_TRY(RefOf<StrObject> shown, repr(t_, octets.get()));
    return fail(t_, type_error_type, "{}() returned non-bytes object ({})", function,
                shown->view());
  }
  received_ = std::move(octets);
  view = received_.as<BytesObject>()->view();
  return true;
}

// [octets] come after what the file has really given.
void PickleReader::replace_tail(std::string_view octets) {
  size_t unread = unread_.size();
  size_t taken_ahead = ahead_ > unread ? ahead_ - unread : 0;
  std::string kept(unread_.substr(0, unread - (ahead_ - taken_ahead)));
  if (octets.size() > taken_ahead) kept.append(octets.substr(taken_ahead));
  buffer_ = std::move(kept);
  unread_ = buffer_;
  ahead_ = 0;
}

bool PickleReader::read_more(uint64_t size) {
  std::string_view octets;
  GILT_TRY(Ref wanted, int_from_unsigned(t_, ahead_ + size));
  GILT_CHECK(receive(call(t_, read_.get(), {wanted.get()}), octets, "read"));
  if (octets.size() <= ahead_) return truncated();
  replace_tail(octets);
  return true;
}

bool PickleReader::look_ahead() {
  if (peek_.is_unset()) return true;
  Ref seen = call(t_, peek_.get(), {Value::integer(kLookAhead)});
  if (seen.is_error()) {
    if (!error_matches(t_, not_implemented_error_type)) return false;
    error_clear(t_);
    peek_ = Ref::unset();
    return true;
  }
  std::string_view octets;
  GILT_CHECK(receive(std::move(seen), octets, "peek"));
  buffer_.append(octets);
  unread_ = buffer_;
  ahead_ = octets.size();
  return true;
}

bool PickleReader::fetch(uint64_t size) {
  if (read_.is_unset()) return truncated();
  while (unread_.size() < size) {
    uint64_t missing = size - unread_.size();
    GILT_CHECK(read_more(missing < kPiece ? missing : kPiece));
  }
  return look_ahead();
}

bool PickleReader::take_line(std::string_view& out) {
  size_t end = unread_.find('\n');
  if (end == unread_.npos) {
    if (readline_.is_unset()) return truncated();
    std::string_view octets;
    if (ahead_ != 0) {
      GILT_CHECK(receive(call(t_, read_.get(), {Value::integer(static_cast<int64_t>(ahead_))}),
                         octets, "read"));
      replace_tail(octets);
    }
    GILT_CHECK(receive(call(t_, readline_.get()), octets, "readline"));
    replace_tail(octets);
    end = unread_.find('\n');
    if (end == unread_.npos) return truncated();
  }
  out = unread_.substr(0, end);
  unread_.remove_prefix(end + 1);
  return true;
}

bool PickleReader::finish() {
  if (ahead_ <= unread_.size()) return true;
  std::string_view octets;
  auto taken = static_cast<int64_t>(ahead_ - unread_.size());
  ahead_ = 0;
  return receive(call(t_, read_.get(), {Value::integer(taken)}), octets, "read");
}

}  // namespace gilt
