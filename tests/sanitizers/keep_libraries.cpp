// Keeps every shared library loaded until the process ends. Linked into the window under
// AddressSanitizer only, so that nothing has to be suppressed there.
//
// The graphics drivers (Mesa) keep a few hundred bytes in globals of libraries that EGL and GLX
// open and close by themselves. Once such a library is unloaded, nothing points at those bytes
// any more, and the leak check at the end names them, from an <unknown module>. While the
// libraries stay, it finds the globals, and reports what is truly lost: also in the drivers.
#include <dlfcn.h>

extern "C" __attribute__((visibility("default"))) int dlclose(void*) noexcept { return 0; }
