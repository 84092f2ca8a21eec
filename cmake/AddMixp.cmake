# Functions that give every mixp library, tool and tablegen target the same
# include paths, warnings, link interface and export set.

# MLIR's headers cost seconds for each file, mixp's own milliseconds: they are
# compiled once. A launcher is most often a cache of compiled files, which does
# not know a file again once a precompiled header is part of it.
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(MIXP_ENABLE_PCH_DEFAULT OFF)
else()
  set(MIXP_ENABLE_PCH_DEFAULT ON)
endif()
option(MIXP_ENABLE_PCH "Compile MLIR's headers once, for all files"
  ${MIXP_ENABLE_PCH_DEFAULT})
if(MIXP_ENABLE_PCH)
  file(WRITE "${CMAKE_BINARY_DIR}/mixp-pch.cpp.tmp" "")
  configure_file("${CMAKE_BINARY_DIR}/mixp-pch.cpp.tmp"
    "${CMAKE_BINARY_DIR}/mixp-pch.cpp" COPYONLY)
  add_library(mixp-pch OBJECT "${CMAKE_BINARY_DIR}/mixp-pch.cpp")
  target_precompile_headers(mixp-pch PRIVATE
    "$<$<COMPILE_LANGUAGE:CXX>:${CMAKE_CURRENT_LIST_DIR}/PrecompiledHeaders.h>")
endif()

# Settings shared by all of mixp's own targets.
function(mixp_target_settings name)
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${MIXP_SOURCE_DIR}/include>
    $<BUILD_INTERFACE:${MIXP_BINARY_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_include_directories(${name} SYSTEM PUBLIC
    "$<BUILD_INTERFACE:${LLVM_INCLUDE_DIRS};${MLIR_INCLUDE_DIRS}>")
  target_compile_options(${name} PRIVATE
    -Wall -Wextra -Wno-unused-parameter
    # Values do not depend on whether the machine that mixp is built for has FMA.
    -ffp-contract=off
    $<$<BOOL:${MIXP_ENABLE_WERROR}>:-Werror>)
  if(NOT LLVM_ENABLE_RTTI)
    target_compile_options(${name} PRIVATE -fno-rtti)
  endif()
  if(MIXP_ENABLE_PCH AND NOT name STREQUAL mixp-pch)
    # Executables as libraries, not as -fPIE: the header fits one of them.
    target_compile_options(${name} PRIVATE -fPIC)
    target_precompile_headers(${name} REUSE_FROM mixp-pch)
  endif()
endfunction()

if(MIXP_ENABLE_PCH)
  mixp_target_settings(mixp-pch)
endif()

# add_mixp_library(MixpFoo A.cpp B.cpp DEPENDS MixpFooIncGen LINK_LIBS MixpIR)
# A static library of the export set MixpTargets. It links libMLIR.so, never
# the MLIR archives.
function(add_mixp_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  mixp_target_settings(${name})
  target_link_libraries(${name} PUBLIC ${ARG_LINK_LIBS} MLIR LLVM)
  add_dependencies(${name} mixp-headers ${ARG_DEPENDS})
  set_property(GLOBAL APPEND PROPERTY MIXP_LIBS ${name})
  install(TARGETS ${name} EXPORT MixpTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endfunction()

# mixp_archives(out MLIRReduce ...): the files of LLVM's archives of these names,
# without what they link, which libMLIR.so and libLLVM.so have. Only archives
# that libMLIR.so lacks may be linked beside it: others would be there twice.
function(mixp_archives out)
  set(files)
  foreach(archive ${ARGN})
    if(NOT TARGET ${archive})
      message(FATAL_ERROR "LLVM in ${LLVM_DIR} has no library ${archive}. "
        "Install libmlir-22-dev and llvm-22-dev, or build LLVM 22 with MLIR.")
    endif()
    list(APPEND files "$<TARGET_FILE:${archive}>")
  endforeach()
  set(${out} "${files}" PARENT_SCOPE)
endfunction()

# add_mixp_tool(mixp-foo foo.cpp LINK_LIBS MixpIR MLIR_ARCHIVES MLIRFooLib)
function(add_mixp_tool name)
  cmake_parse_arguments(ARG "" "" "LINK_LIBS;MLIR_ARCHIVES" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  mixp_target_settings(${name})
  mixp_archives(archives ${ARG_MLIR_ARCHIVES})
  target_link_libraries(${name}
    PRIVATE ${archives} ${ARG_LINK_LIBS} MLIR LLVM)
  add_dependencies(${name} mixp-headers)
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# mixp_tablegen(Foo.td Foo.h.inc -gen-op-decls ...) after LLVM_TARGET_DEFINITIONS
# is set; the generated header becomes part of the target mixp-headers.
function(mixp_tablegen target)
  add_public_tablegen_target(${target})
  add_dependencies(mixp-headers ${target})
endfunction()

# mixp_doc(Foo -gen-pass-doc FILE.td): build/docs/Foo.md, part of the target
# mixp-doc.
function(mixp_doc name generator file)
  set(output "${MIXP_BINARY_DIR}/docs/${name}.md")
  set(includes "${MIXP_SOURCE_DIR}/include" ${MLIR_INCLUDE_DIRS})
  list(TRANSFORM includes PREPEND "-I")
  file(GLOB_RECURSE dependencies "${MIXP_SOURCE_DIR}/include/mixp/*.td")
  add_custom_command(OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${MIXP_BINARY_DIR}/docs"
    COMMAND "${MLIR_TABLEGEN_EXE}" ${generator} ${ARGN} ${includes}
            "${MIXP_SOURCE_DIR}/include/mixp/${file}" -o "${output}"
    DEPENDS ${dependencies} "${MLIR_TABLEGEN_EXE}"
    COMMENT "Generating docs/${name}.md" VERBATIM)
  add_custom_target(mixp-doc-${name} DEPENDS "${output}")
  add_dependencies(mixp-doc mixp-doc-${name})
endfunction()
