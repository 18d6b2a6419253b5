// The commands, one a source file; each returns the process's exit status.
//
// Thread rule: the main thread.
#pragma once
#include "cli/options.hpp"

namespace cli {

int list_lessons(const Options& options);
int run_lesson(const Options& options);
int open_window(const Options& options);  // also `view`
int export_recording(const Options& options);
int show_tree(const Options& options);
int report(const Options& options);
int bench(int argc, char** argv);
int doctor(const Options& options);

}  // namespace cli
