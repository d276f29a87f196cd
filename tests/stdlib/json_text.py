# needs: 3.14+
# Values to JSON and back, and what is wrong with texts that are not JSON.
import json

print(json.dumps({"a": [1, 2.5, None, True], "é": "\n😀"}))  # expect: {"a": [1, 2.5, null, true], "\u00e9": "\n\ud83d\ude00"}
print(json.dumps({"b": 1, "a": ()}, sort_keys=True, separators=(",", ":")))  # expect: {"a":[],"b":1}
print(json.dumps([1, {}], indent=1).split("\n"))  # expect: ['[', ' 1,', ' {}', ']']
print(json.dumps({1: 2, None: 3, True: 4, 1.5: 5}))  # expect: {"1": 4, "null": 3, "1.5": 5}
print(json.dumps("ü", ensure_ascii=False), json.dumps(1j, default=str))  # expect: "ü" "1j"
print(json.loads('{"a": [1, -2.5e3, "\\u00e9\\ud83d\\ude00"], "b": null}'))  # expect: {'a': [1, -2500.0, 'é😀'], 'b': None}
print(json.loads("[1, 2]", parse_int=str), json.loads('{"x": 1}', object_pairs_hook=list))  # expect: ['1', '2'] [('x', 1)]
for text in ("", "[1,]", '{"a"}', "[1 2]", '"ab', '"\\q"', "1 2", "nul", '{"a": 1,}'):
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(error)
# expect: Expecting value: line 1 column 1 (char 0)
# expect: Illegal trailing comma before end of array: line 1 column 3 (char 2)
# expect: Expecting ':' delimiter: line 1 column 5 (char 4)
# expect: Expecting ',' delimiter: line 1 column 4 (char 3)
# expect: Unterminated string starting at: line 1 column 1 (char 0)
# expect: Invalid \escape: line 1 column 2 (char 1)
# expect: Extra data: line 1 column 3 (char 2)
# expect: Expecting value: line 1 column 1 (char 0)
# expect: Illegal trailing comma before end of object: line 1 column 8 (char 7)
try:
    json.dumps({1j})
except TypeError as error:
    print(error)  # expect: Object of type set is not JSON serializable
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as error:
    print(error)  # expect: Circular reference detected
