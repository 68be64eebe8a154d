# Finds the two OpenCV libraries that the engine draws with: opencv_core and opencv_imgproc.
#
# OpenCV's own package file insists on every module that it was built with, and in Debian comes only
# with all of them: 300 packages more, GDAL among them. These two need 70.

find_path(OpenCVRaster_INCLUDE_DIR opencv2/imgproc.hpp PATH_SUFFIXES opencv4)
find_library(OpenCVRaster_core_LIBRARY opencv_core)
find_library(OpenCVRaster_imgproc_LIBRARY opencv_imgproc)
mark_as_advanced(
    OpenCVRaster_INCLUDE_DIR OpenCVRaster_core_LIBRARY OpenCVRaster_imgproc_LIBRARY)

if(OpenCVRaster_INCLUDE_DIR)
    file(STRINGS ${OpenCVRaster_INCLUDE_DIR}/opencv2/core/version.hpp version_lines
        REGEX "^#define CV_VERSION_(MAJOR|MINOR|REVISION) +[0-9]+")
    list(TRANSFORM version_lines REPLACE "^#define CV_VERSION_[A-Z]+ +([0-9]+).*" "\\1")
    list(JOIN version_lines "." OpenCVRaster_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVRaster
    REQUIRED_VARS OpenCVRaster_core_LIBRARY OpenCVRaster_imgproc_LIBRARY OpenCVRaster_INCLUDE_DIR
    VERSION_VAR OpenCVRaster_VERSION)

if(OpenCVRaster_FOUND)
    foreach(part core imgproc)
        if(NOT TARGET OpenCVRaster::${part})
            add_library(OpenCVRaster::${part} UNKNOWN IMPORTED)
            set_target_properties(OpenCVRaster::${part} PROPERTIES
                IMPORTED_LOCATION ${OpenCVRaster_${part}_LIBRARY}
                INTERFACE_INCLUDE_DIRECTORIES ${OpenCVRaster_INCLUDE_DIR})
        endif()
    endforeach()
endif()
