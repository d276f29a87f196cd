// All native modules.
#pragma once

namespace gilt {

// Makes every native module importable. Called once before the first interpreter exists; calling it
// again does nothing.
void register_native_modules();

}  // namespace gilt
