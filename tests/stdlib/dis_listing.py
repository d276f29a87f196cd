# gilt only
# dis lists gilt's own instructions, of functions, texts and classes.
import dis


def f(x):
    return x + 1


names = [instruction.opname for instruction in dis.get_instructions(f)]
print(names)  # expect: ['ADD_I', 'RETURN']
print(all(name in dis.opmap and dis.meaning[name] for name in names))  # expect: True
print(dis.Bytecode(f).dis() != "")  # expect: True
try:
    dis.dis(3)
except TypeError as e:
    print(e)  # expect: don't know how to disassemble int objects
print(dis.code_info(f).splitlines()[0])  # expect: Name:                      f
