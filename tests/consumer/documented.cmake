# The programs that docs/using_aio.md shows whole, which consumer_test.py puts into DOCUMENTED.
file(GLOB sources ${DOCUMENTED}/*.cpp)
foreach(source ${sources})
    cmake_path(GET source STEM program)
    add_executable(${program} ${source})
    target_link_libraries(${program} PRIVATE aio::runtime)
endforeach()
