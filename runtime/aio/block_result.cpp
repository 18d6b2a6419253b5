#include "aio/block_result.hpp"

#include "aio/errors.hpp"

namespace aio::detail {

void throw_no_block_result(const std::source_location& where, const char* lesson) {
    throw UsageError("the body of this block was cut short and has no result: let it return nothing, or an optional",
                     where, lesson);
}

}  // namespace aio::detail
