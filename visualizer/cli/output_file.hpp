// OutputFile: a file that is there whole or not at all.
//
// The bytes go to "<path>.part" beside it, which takes the file's place when all is well.
// What was there before stays until then, and for good if anything fails.
//
// Thread rule: the main thread.
#pragma once
#include <filesystem>
#include <string>

namespace cli {

class OutputFile {
public:
    // Looks whether a file can be made there; makes none yet.
    explicit OutputFile(const std::filesystem::path& path);
    ~OutputFile();  // nothing is left of what was not put into place
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    const std::string& error() const { return error_; }          // a sentence, "" while all is well
    const std::filesystem::path& part() const { return part_; }  // write here, ...
    bool put_into_place();                                       // then this; false: see error()
    void fail(const std::string& why);                           // or this, if it could not be written

private:
    std::filesystem::path path_;
    std::filesystem::path part_;
    std::string error_;
};

}  // namespace cli
