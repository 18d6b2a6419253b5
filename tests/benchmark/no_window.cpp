// Where the window is not built, it has no figures.
#include "report.hpp"

namespace bench {

void measure_window(Values& /*values*/, bool /*verbose*/) {}

}  // namespace bench
