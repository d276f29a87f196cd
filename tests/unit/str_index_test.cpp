// Places in texts that are not ASCII: the index from code points to bytes.
#include "tests/unit/machine_fixture.h"

namespace gilt {
namespace {

class StrIndex : public MachineTest {
 protected:
  // Widths of one to four bytes, mixed without a period.
  static std::string mixed(size_t length, std::vector<char32_t>& points,
                           std::vector<size_t>& offsets) {
    std::string bytes;
    uint32_t state = 12345;
    for (size_t i = 0; i < length; i++) {
      state = state * 1664525 + 1013904223;
      char32_t c = 0;
      switch (state >> 30) {
        case 0: c = 'a' + (state >> 8) % 26; break;
        case 1: c = 0xe0 + (state >> 8) % 30; break;
        case 2: c = 0x4e00 + (state >> 8) % 1000; break;
        case 3: c = 0x1f600 + (state >> 8) % 50; break;
      }
      points.push_back(c);
      offsets.push_back(bytes.size());
      append(bytes, c);
    }
    offsets.push_back(bytes.size());
    return bytes;
  }
  static void append(std::string& out, char32_t c) {
    auto put = [&](char32_t b) { out.push_back(static_cast<char>(b)); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xc0 | c >> 6), put(0x80 | (c & 63));
    } else if (c < 0x10000) {
      put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
    } else {
      put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 63)), put(0x80 | (c >> 6 & 63)),
          put(0x80 | (c & 63));
    }
  }
};

TEST_F(StrIndex, EveryPlaceIsFoundInBothDirections) {
  for (size_t length : {1u, 2u, 63u, 64u, 65u, 127u, 128u, 129u, 1000u}) {
    std::vector<char32_t> points;
    std::vector<size_t> offsets;
    std::string bytes = mixed(length, points, offsets);
    RefOf<StrObject> s = str_new(t, bytes);
    ASSERT_EQ(s->length, length);
    ASSERT_EQ(s->byte_length, bytes.size());
    for (size_t i = 0; i <= length; i++) {
      ASSERT_EQ(str_offset(s.get(), i), offsets[i]) << length << " " << i;
      ASSERT_EQ(str_index(s.get(), offsets[i]), i) << length << " " << i;
      if (i < length) {
        ASSERT_EQ(str_code_point(s.get(), i), points[i]);
      }
    }
  }
}

TEST_F(StrIndex, OutOfOrderAsWell) {
  std::vector<char32_t> points;
  std::vector<size_t> offsets;
  std::string bytes = mixed(500, points, offsets);
  RefOf<StrObject> s = str_new(t, bytes);
  for (size_t i = 0; i < 500; i++) {
    size_t place = i * 379 % 500;
    ASSERT_EQ(str_code_point(s.get(), place), points[place]);
  }
}

TEST_F(StrIndex, AsciiTextNeedsNone) {
  RefOf<StrObject> s = str_new(t, std::string(1000, 'x'));
  EXPECT_TRUE(s->is_ascii());
  EXPECT_EQ(str_offset(s.get(), 700), 700u);
  EXPECT_EQ(str_index(s.get(), 700), 700u);
}

TEST_F(StrIndex, SlicesAndItemsAgreeWithIt) {
  std::vector<char32_t> points;
  std::vector<size_t> offsets;
  std::string bytes = mixed(300, points, offsets);
  RefOf<StrObject> s = str_new(t, bytes);
  for (int64_t i : {0, 1, 64, 128, 200, 299, -1, -300}) {
    Ref item = str_get(t, s.get(), i);
    ASSERT_TRUE(item);
    auto at = static_cast<size_t>(i < 0 ? i + 300 : i);
    EXPECT_EQ(item.as<StrObject>()->view(),
              std::string_view(bytes).substr(offsets[at], offsets[at + 1] - offsets[at]));
  }
  EXPECT_TRUE(str_get(t, s.get(), 300).is_error());
  EXPECT_EQ(pending(), "IndexError: string index out of range");
  for (size_t from : {0u, 63u, 64u, 65u, 250u}) {
    RefOf<StrObject> piece = str_slice_bytes(t, s.get(), offsets[from], offsets[from + 40]);
    ASSERT_FALSE(piece.is_error());
    EXPECT_EQ(piece->length, 40u);
    for (size_t i = 0; i < 40; i++) EXPECT_EQ(str_code_point(piece.get(), i), points[from + i]);
  }
}

TEST_F(StrIndex, GrowingInPlaceLeavesNoOldIndexBehind) {
  // `text += piece` appends to a text that nobody else holds: its index must go.
  RefOf<DictObject> globals = dict_new(t);
  ASSERT_TRUE(run(R"(
def build():
    text = 'é' * 100
    wrong = 0
    for i in range(300):
        wrong += text[len(text) - 1] != ('é' if i == 0 else '漢')
        text += '漢'
        wrong += text[99] != 'é'
        wrong += text[100] != '漢'
    return wrong + (len(text) != 400)
wrong = int(build())
)",
                  globals.get()))
      << pending();
  EXPECT_EQ(number_in(globals.get(), "wrong"), 0);
}

TEST_F(StrIndex, HashesAreRememberedAndOneForTheEmptyText) {
  EXPECT_EQ(*hash(t, text("").get()), 0);
  Ref a = text("grün"), b = text("grün");
  EXPECT_EQ(*hash(t, a.get()), *hash(t, b.get()));
  EXPECT_EQ(a.as<StrObject>()->hash_value, *hash(t, a.get()));
}

}  // namespace
}  // namespace gilt
